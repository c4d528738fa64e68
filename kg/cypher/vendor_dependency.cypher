// question: Whom does a company depend on as a vendor, for what, and on what evidence?
// param: company: entity(Company) -- the company asked about
// param: theme: theme? -- only within this theme and what lies below it
// param: include_past: bool = false -- also what has ended or was denied
// param: limit: int = 50 -- most rows
// column: vendor: string -- who supplies or licenses to it, or what it uses
// column: kind: string -- Company, Product, ...: what the vendor is
// column: makers: list -- who develops a product that it uses
// column: way: string -- SUPPLIES, LICENSES_TO or USES
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
// why: A company depends on those who supply or license to it and on what it uses but neither
// why: develops nor owns. To use a bare theme names no vendor; such rows come last.
// why: With a theme, at least one claim is within it, and such a claim is quoted before others.
// why: A theme that is used is within itself.
OPTIONAL MATCH (theme:Theme)
WHERE theme.id IN $theme
WITH collect(theme.name) AS asked
MATCH (company:Company {id: $company})-[relation:SUPPLIES|LICENSES_TO|USES]-(other:Entity)
WHERE (startNode(relation).id = $company) = (type(relation) = 'USES')
  AND ($include_past OR NOT relation.status IN ['ended', 'denied'])
  AND (type(relation) <> 'USES' OR NOT EXISTS {
    MATCH (company)-[own:DEVELOPS|OWNS]->(other)
    WHERE NOT own.status IN ['ended', 'denied']
  })
WITH other, relation, type(relation) AS way, other:Theme AS bare, CASE
  WHEN $theme IS NULL OR other.id IN $theme THEN relation.evidence
  ELSE head([
    at IN range(0, coalesce(size(relation.scope), 0) - 1) WHERE relation.scope[at] IN asked
    | relation.scope_evidence[at]
  ])
END AS quoted
WHERE quoted IS NOT NULL
WITH other, relation, way, bare, quoted
ORDER BY bare, relation.confidence DESC, relation.last_seen DESC, other.name, way
LIMIT $limit
MATCH (best:Claim {id: quoted})-[:STATED_IN]->(article:Article)
OPTIONAL MATCH (other:Product)<-[made:DEVELOPS]-(maker:Entity)
WHERE NOT made.status IN ['ended', 'denied']
WITH other, relation, way, bare, best, article, maker.name AS name
ORDER BY name
WITH other, relation, way, bare, best, article, collect(DISTINCT name) AS makers
RETURN other.name AS vendor,
  head([label IN labels(other) WHERE label <> 'Entity']) AS kind,
  makers,
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
ORDER BY kind = 'Theme', confidence DESC, last_seen DESC, vendor, way
