// kglite gives a node without a name its title for it, the other way round too, and where there
// is neither, one that it makes up.
MATCH (node:__LABEL__)
RETURN labels(node) AS labels, node.id AS id,
  CASE WHEN node:Claim THEN null ELSE coalesce(node.name, node.title) END AS name,
  node.aliases AS aliases, node.cik AS cik, node.lei AS lei, node.ticker AS ticker,
  node.isin AS isin, node.wikidata AS wikidata, node.capability AS capability,
  node.url AS url, node.published AS published, node.publisher AS publisher,
  node.predicate AS predicate, node.status AS status, node.kind AS kind, node.role AS role,
  node.confidence AS confidence, node.quote AS quote, node.quotes AS quotes,
  node.amount AS amount, node.currency AS currency, node.amount_text AS amount_text
