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
OPTIONAL MATCH (theme:Theme)
WHERE theme.id IN $theme
WITH collect(theme.name) AS asked
MATCH (other:Entity)-[relation:SUPPLIES]->(:Company {id: $company})
WHERE $include_past OR NOT relation.status IN ['ended', 'denied']
WITH other, relation, CASE
  WHEN $theme IS NULL THEN relation.evidence
  ELSE head([
    at IN range(0, coalesce(size(relation.scope), 0) - 1) WHERE relation.scope[at] IN asked
    | relation.scope_evidence[at]
  ])
END AS quoted
WHERE quoted IS NOT NULL
WITH other, relation, quoted
ORDER BY relation.confidence DESC, relation.last_seen DESC, other.name
LIMIT $limit
MATCH (best:Claim {id: quoted})-[:STATED_IN]->(article:Article)
RETURN other.name AS supplier,
  coalesce(relation.scope, []) AS scope,
  relation.status AS status,
  relation.confidence AS confidence,
  relation.claims AS claims,
  relation.publishers AS publishers,
  relation.first_seen AS first_seen,
  relation.last_seen AS last_seen,
  best.quote AS quote,
  best.published AS published,
  article.publisher AS publisher,
  article.url AS url,
  best.id AS claim
ORDER BY confidence DESC, last_seen DESC, supplier
