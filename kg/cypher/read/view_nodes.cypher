UNWIND $ids AS id
MATCH (node:__KIND__ {id: id})
RETURN node.id AS id, '__KIND__' AS kind, node.name AS name, node.aliases AS aliases,
  node.ticker AS ticker, node.cik AS cik, node.isin AS isin, node.lei AS lei,
  node.wikidata AS wikidata
ORDER BY id
