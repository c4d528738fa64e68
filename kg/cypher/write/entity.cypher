UNWIND $rows AS row
MERGE (entity:__KIND__ {id: row.id})
SET entity:Entity,
    entity.name = row.name,
    entity.aliases = row.aliases,
    entity.cik = row.cik,
    entity.lei = row.lei,
    entity.ticker = row.ticker,
    entity.isin = row.isin,
    entity.wikidata = row.wikidata
