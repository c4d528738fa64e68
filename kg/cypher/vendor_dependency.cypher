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
// why: A theme that is used is within itself. Only claims about the rows that are shown are read.
OPTIONAL MATCH (:Company {id: CASE WHEN $theme IS NOT NULL THEN $company END})
  <-[:SUBJECT|OBJECT]-(told:Claim)-[place:SUBJECT|OBJECT]->(far:Entity)
WHERE told.predicate IN ['SUPPLIES', 'LICENSES_TO', 'USES']
  AND (type(place) = 'OBJECT') = (told.predicate = 'USES')
  AND EXISTS { MATCH (told)-[:SCOPE]->(theme:Theme) WHERE theme.id IN $theme }
WITH collect(DISTINCT told.predicate + far.id) AS themed
MATCH (company:Company {id: $company})-[relation:SUPPLIES|LICENSES_TO|USES]-(other:Entity)
WHERE (startNode(relation).id = $company) = (type(relation) = 'USES')
  AND ($include_past OR NOT relation.status IN ['ended', 'denied'])
  AND ($theme IS NULL OR other.id IN $theme OR type(relation) + other.id IN themed)
  AND (type(relation) <> 'USES' OR NOT EXISTS {
    MATCH (company)-[own:DEVELOPS|OWNS]->(other)
    WHERE NOT own.status IN ['ended', 'denied']
  })
WITH company, relation, other, other:Theme AS bare, type(relation) AS way
ORDER BY bare, relation.confidence DESC, relation.last_seen DESC, other.name, way
LIMIT $limit
WITH company, collect(way + other.id) AS shown
MATCH (company)<-[:SUBJECT|OBJECT]-(said:Claim)-[place:SUBJECT|OBJECT]->(other:Entity)
WHERE said.predicate IN ['SUPPLIES', 'LICENSES_TO', 'USES']
  AND (type(place) = 'OBJECT') = (said.predicate = 'USES')
  AND said.predicate + other.id IN shown
WITH company, other, said.predicate AS way, collect(said) AS told
MATCH (company)-[relation:SUPPLIES|LICENSES_TO|USES]-(other)
WHERE type(relation) = way AND (startNode(relation).id = $company) = (way = 'USES')
UNWIND told AS said
MATCH (said)-[:STATED_IN]->(article:Article)
OPTIONAL MATCH (said)-[:SCOPE]->(theme:Theme)
WITH other, relation, said, article, theme, said.status = relation.status AS agrees,
  coalesce(theme.id IN $theme OR other.id IN $theme, false) AS asked
ORDER BY asked DESC, agrees DESC, said.published DESC, said.confidence DESC, said.id, theme.name
WITH other, relation, collect(DISTINCT theme.name) AS scope,
  head(collect(said)) AS best, head(collect(article)) AS source
OPTIONAL MATCH (other:Product)<-[made:DEVELOPS]-(maker:Entity)
WHERE NOT made.status IN ['ended', 'denied']
WITH other, relation, scope, best, source, maker.name AS name
ORDER BY name
WITH other, relation, scope, best, source, collect(DISTINCT name) AS makers
RETURN other.name AS vendor,
  head([label IN labels(other) WHERE label <> 'Entity']) AS kind,
  makers,
  type(relation) AS way,
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
ORDER BY kind = 'Theme', confidence DESC, last_seen DESC, vendor, way
