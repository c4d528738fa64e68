MATCH (entity:__KIND__)
OPTIONAL MATCH (article:Article)-[:MENTIONS]->(entity)
RETURN entity.id AS id, entity.name AS name, entity.aliases AS aliases,
  entity.cik AS cik, entity.lei AS lei, entity.ticker AS ticker, entity.isin AS isin,
  entity.wikidata AS wikidata, count(article) AS articles
