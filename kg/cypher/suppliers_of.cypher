// question: Who supplies a company?
// param: company: entity(Company) -- the company asked about
// param: theme: theme? -- only within this theme and what lies below it
// param: include_past: bool = false -- also what has ended or was denied
// param: limit: int = 50 -- most rows
// column: supplier: string -- who supplies it
// column: scope: list -- themes of the claims
// column: status: string -- current, planned or rumoured; ended or denied with include_past
// column: confidence: float -- 0..1, that the status holds
// column: claims: int -- claims that add up to the relation
// column: publishers: int -- independent publishers of these
// column: first_seen: date -- day of the first claim
// column: last_seen: date -- day of the last claim
// column: quote: string -- the latest sentence that gives this status
// column: published: date -- its day
// column: publisher: string -- who published it
// column: url: string -- where
// column: claim: string -- id of the claim quoted
// why: SUPPLIES points the way the goods go, so suppliers are the subjects of claims about it.
// why: With a theme, at least one claim is within it, and such a claim is quoted before others.
MATCH (company:Company {id: $company})<-[:OBJECT]-(said:Claim)-[:SUBJECT]->(other:Entity)
WHERE said.predicate = 'SUPPLIES'
WITH company, other, collect(said) AS told
MATCH (other)-[relation:SUPPLIES]->(customer:Company)
WHERE customer.id = company.id
  AND ($include_past OR NOT relation.status IN ['ended', 'denied'])
UNWIND told AS said
MATCH (said)-[:STATED_IN]->(article:Article)
OPTIONAL MATCH (said)-[:SCOPE]->(theme:Theme)
WITH other, relation, said, article, theme,
  said.status = relation.status AS agrees, coalesce(theme.id IN $theme, false) AS asked
ORDER BY asked DESC, agrees DESC, said.published DESC, said.confidence DESC, said.id, theme.name
WITH other, relation, collect(DISTINCT theme.name) AS scope, head(collect(asked)) AS within,
  head(collect(said)) AS best, head(collect(article)) AS source
WHERE $theme IS NULL OR within
RETURN other.name AS supplier,
  scope,
  relation.status AS status,
  relation.confidence AS confidence,
  relation.claims AS claims,
  relation.publishers AS publishers,
  relation.first_seen AS first_seen,
  relation.last_seen AS last_seen,
  best.quote AS quote,
  best.published AS published,
  source.publisher AS publisher,
  source.url AS url,
  best.id AS claim
ORDER BY confidence DESC, last_seen DESC, supplier
LIMIT $limit
