// question: Which sentences are there about a company, or about two of them?
// param: entity: entity(Company|Organization|Product|Person|Place|Theme) -- the one asked about
// param: other: entity(Company|Organization|Product|Person|Place|Theme)? -- and the other one
// param: predicate: string? -- only claims of this predicate, such as SUPPLIES
// param: as_of: date? -- only what was published by this day
// param: limit: int = 200 -- most rows
// column: subject: string -- who
// column: predicate: string -- does what
// column: object: string -- to whom or what
// column: kind: string -- what refines the predicate, or empty
// column: status: string -- as this article tells it
// column: confidence: float -- 0..1
// column: published: date -- the day
// column: publisher: string -- who published it
// column: title: string -- title of the article
// column: url: string -- where
// column: sentences: list -- every sentence that says so; empty where they may not be kept
// column: speaker: string -- whom the article quotes for it, if anybody
// column: amount: string -- the sum stated, in the words of the text
// column: scope: list -- themes of what was stated
// column: claim: string -- id of the claim
// why: Every claim that has the one, or both, at its ends, newest first, whatever its status.
MATCH (one:Company|Organization|Product|Person|Place|Theme {id: $entity})
MATCH (one)<-[:SUBJECT|OBJECT]-(said:Claim)
WHERE ($as_of IS NULL OR said.published <= $as_of)
  AND ($predicate IS NULL OR said.predicate = $predicate)
  AND ($other IS NULL OR EXISTS {
    MATCH (said)-[:SUBJECT|OBJECT]->(far:Entity)
    WHERE far.id = $other
  })
WITH said, said.published AS day, said.id AS id
ORDER BY day DESC, id
LIMIT 2 * $limit
WITH DISTINCT said, day, id
ORDER BY day DESC, id
LIMIT $limit
MATCH (said)-[:SUBJECT]->(actor:Entity)
MATCH (said)-[:OBJECT]->(target:Entity)
MATCH (said)-[:STATED_IN]->(article:Article)
OPTIONAL MATCH (said)-[:SPEAKER]->(voice:Entity)
OPTIONAL MATCH (said)-[:SCOPE]->(theme:Theme)
WITH said, day, id, actor, target, article, voice, theme.name AS name
ORDER BY name
WITH said, day, id, actor, target, article, voice, collect(name) AS names
RETURN actor.name AS subject,
  said.predicate AS predicate,
  target.name AS object,
  said.kind AS kind,
  said.status AS status,
  said.confidence AS confidence,
  day AS published,
  article.publisher AS publisher,
  article.title AS title,
  article.url AS url,
  said.quotes AS sentences,
  voice.name AS speaker,
  said.amount_text AS amount,
  names AS scope,
  id AS claim
ORDER BY published DESC, claim
