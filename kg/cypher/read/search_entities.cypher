MATCH (entity:Entity)
WHERE toLower(entity.name) CONTAINS $text
  OR any(alias IN entity.aliases WHERE toLower(alias) CONTAINS $text)
  OR entity.id = $text
  OR toLower(entity.ticker) = $text
  OR toLower(entity.cik) = $text
  OR toLower(entity.isin) = $text
  OR toLower(entity.lei) = $text
  OR toLower(entity.wikidata) = $text
WITH entity, CASE
    WHEN toLower(entity.name) = $text THEN 0
    WHEN toLower(entity.name) STARTS WITH $text THEN 1
    WHEN toLower(entity.name) CONTAINS $text THEN 2
    ELSE 3
  END AS rank
OPTIONAL MATCH (entity)<-[:MENTIONS]-(article:Article)
WITH entity, rank, count(article) AS articles
RETURN entity.id AS id, entity.name AS name,
  head([label IN labels(entity) WHERE label <> 'Entity']) AS kind,
  entity.aliases AS aliases, entity.ticker AS ticker, entity.lei AS lei, entity.cik AS cik,
  entity.isin AS isin, entity.wikidata AS wikidata, articles, rank
ORDER BY rank, articles DESC, name, id
LIMIT $limit
