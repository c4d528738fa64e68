// question: What was reported about a company, day by day?
// param: company: entity(Company|Organization) -- the company or organization asked about
// param: theme: theme? -- only within this theme and what lies below it
// param: since: date? -- only what was published on this day or later
// param: as_of: date? -- only what was published by this day
// param: limit: int = 200 -- most rows
// column: published: date -- the day
// column: subject: string -- who
// column: predicate: string -- does what
// column: object: string -- to whom or what
// column: status: string -- as this article tells it
// column: confidence: float -- 0..1
// column: scope: list -- themes of what was stated
// column: quote: string -- the sentence that says so
// column: publisher: string -- who published it
// column: url: string -- where
// column: claim: string -- id of the claim
// why: Every claim in which the company is subject or object, oldest first, whatever its status.
MATCH (company:Company|Organization {id: $company})<-[:SUBJECT|OBJECT]-(said:Claim)
WHERE ($since IS NULL OR said.published >= $since)
  AND ($as_of IS NULL OR said.published <= $as_of)
  AND (
    $theme IS NULL
    OR EXISTS { MATCH (said)-[:SCOPE|OBJECT]->(theme:Theme) WHERE theme.id IN $theme }
  )
WITH DISTINCT said, said.published AS day, said.id AS id
ORDER BY day, id
LIMIT $limit
MATCH (said)-[:SUBJECT]->(actor:Entity)
MATCH (said)-[:OBJECT]->(target:Entity)
MATCH (said)-[:STATED_IN]->(article:Article)
OPTIONAL MATCH (said)-[:SCOPE]->(theme:Theme)
WITH said, day, id, actor, target, article, theme.name AS name
ORDER BY name
WITH said, day, id, actor, target, article, collect(name) AS names
RETURN day AS published,
  actor.name AS subject,
  said.predicate AS predicate,
  target.name AS object,
  said.status AS status,
  said.confidence AS confidence,
  names AS scope,
  said.quote AS quote,
  article.publisher AS publisher,
  article.url AS url,
  id AS claim
ORDER BY published, claim
