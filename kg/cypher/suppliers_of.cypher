// question: Who supplies a company?
// param: company: entity(Company) -- the company asked about
// param: theme: theme? -- only within this theme and what lies below it
// param: as_of: date? -- only what was published by this day
// param: include_past: bool = false -- also what has ended or was denied
// param: limit: int = 50 -- most rows
// column: supplier: string -- who supplies it
// column: scope: list -- themes of what was stated
// column: status: string -- current, planned or rumoured; ended or denied with include_past
// column: confidence: float -- 0..1, as of a day that of the claim quoted
// column: claims: int -- statements counted
// column: publishers: int -- publishers who stated it, syndicated copies left out
// column: first_seen: date -- day of the first statement
// column: last_seen: date -- day of the last statement
// column: quote: string -- the latest sentence that says so
// column: published: date -- its day
// column: publisher: string -- who published it
// column: url: string -- where
// column: claim: string -- id of the claim quoted
// why: SUPPLIES points the way the goods go, so suppliers are the subjects of claims about it.
// why: As of a day, the status is told again from the claims by then, oldest first: a rumour gives
// why: way to what is said outright, and a plan beside what is in force extends it.
MATCH (company:Company {id: $company})<-[:OBJECT]-(claim:Claim)-[:SUBJECT]->(other:Entity)
WHERE claim.predicate = 'SUPPLIES' AND ($as_of IS NULL OR claim.published <= $as_of)
MATCH (claim)-[:STATED_IN]->(article:Article)
OPTIONAL MATCH (claim)-[:SCOPE]->(theme:Theme)
WITH company, other, claim, article, theme.id AS theme_id, theme.name AS name
ORDER BY name
WITH company, other, claim, article, collect(name) AS scope, collect(theme_id) AS theme_ids
WHERE $theme IS NULL OR any(theme_id IN theme_ids WHERE theme_id IN $theme)
WITH company, other, claim, article, scope,
  claim.published AS published, claim.confidence AS confidence, claim.id AS id
ORDER BY published, confidence, id
WITH company, other, collect(DISTINCT article.publisher) AS papers, collect({
  id: id, status: claim.status, confidence: confidence, published: published,
  quote: claim.quote, publisher: article.publisher, url: article.url, scope: scope
}) AS told
MATCH (other)-[relation:SUPPLIES]->(company)
WITH other, told, papers, relation, CASE
  WHEN $as_of IS NULL THEN relation.status
  ELSE reduce(held = head(told).status, one IN told | CASE
    WHEN one.status = 'rumoured' OR (one.status = 'planned' AND held = 'current') THEN held
    ELSE one.status
  END)
END AS status
WHERE $include_past OR NOT status IN ['ended', 'denied']
WITH other, told, papers, relation, status,
  last(told + [one IN told WHERE one.status = status]) AS best
RETURN other.name AS supplier,
  reduce(found = [], one IN told | found + [name IN one.scope WHERE NOT name IN found]) AS scope,
  status,
  CASE WHEN $as_of IS NULL THEN relation.confidence ELSE best.confidence END AS confidence,
  size(told) AS claims,
  CASE WHEN $as_of IS NULL AND $theme IS NULL THEN relation.publishers ELSE size(papers) END
    AS publishers,
  head(told).published AS first_seen,
  last(told).published AS last_seen,
  best.quote AS quote,
  best.published AS published,
  best.publisher AS publisher,
  best.url AS url,
  best.id AS claim
ORDER BY confidence DESC, last_seen DESC, supplier
LIMIT $limit
