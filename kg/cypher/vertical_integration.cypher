// question: What does a company make or own itself?
// param: company: entity(Company) -- the company asked about
// param: theme: theme? -- only within this theme and what lies below it
// param: include_past: bool = false -- also what has ended or was denied
// param: limit: int = 50 -- most rows
// column: what: string -- the product, theme or company
// column: kind: string -- Product, Theme or Company
// column: way: string -- DEVELOPS, OWNS or ACQUIRES
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
// why: A company makes a thing itself where it develops it, owns who does, or has bought them; an
// why: acquisition counts once it is completed.
// why: With a theme, at least one claim is within it, and such a claim is quoted before others.
// why: A theme that is made is within itself.
OPTIONAL MATCH (theme:Theme)
WHERE theme.id IN $theme
WITH collect(theme.name) AS asked
MATCH (:Company {id: $company})-[relation:DEVELOPS|OWNS|ACQUIRES]->(other:Entity)
WHERE ($include_past OR NOT relation.status IN ['ended', 'denied'])
  AND (type(relation) <> 'ACQUIRES' OR relation.status IN ['current', 'ended'])
WITH other, relation, type(relation) AS way, CASE
  WHEN $theme IS NULL OR other.id IN $theme THEN relation.evidence
  ELSE head([
    at IN range(0, coalesce(size(relation.scope), 0) - 1) WHERE relation.scope[at] IN asked
    | relation.scope_evidence[at]
  ])
END AS quoted
WHERE quoted IS NOT NULL
WITH other, relation, way, quoted
ORDER BY relation.confidence DESC, relation.last_seen DESC, other.name, way
LIMIT $limit
MATCH (best:Claim {id: quoted})-[:STATED_IN]->(article:Article)
RETURN other.name AS what,
  head([label IN labels(other) WHERE label <> 'Entity']) AS kind,
  way,
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
ORDER BY confidence DESC, last_seen DESC, what, way
