// question: Where do articles contradict each other about a company?
// param: company: entity(Company) -- the company asked about
// param: days: int = 60 -- the two claims are at most this many days apart
// param: as_of: date? -- only what was published by this day
// param: limit: int = 50 -- most rows
// column: subject: string -- who
// column: predicate: string -- does what
// column: object: string -- to whom or what
// column: holds: string -- the status of the claim that it holds: current or planned
// column: holds_quote: string -- its sentence
// column: holds_published: date -- its day
// column: holds_publisher: string -- its publisher
// column: holds_claim: string -- its id
// column: fails: string -- the status of the claim that it does not: ended or denied
// column: fails_quote: string -- its sentence
// column: fails_published: date -- its day
// column: fails_publisher: string -- its publisher
// column: fails_claim: string -- its id
// why: Two articles about the same two and the same predicate, close in time, one of which says
// why: that it holds or will and the other that it does not. Further apart, the story has moved on.
MATCH (:Company {id: $company})<-[tie:SUBJECT|OBJECT]-(said:Claim)
MATCH (said)-[far:SUBJECT|OBJECT]->(other:Entity)
WHERE type(far) <> type(tie) AND said.status <> 'rumoured'
  AND ($as_of IS NULL OR said.published <= $as_of)
WITH other.id AS party, type(tie) AS place, said.predicate AS word, collect(said) AS told
UNWIND [one IN told WHERE one.status IN ['ended', 'denied']] AS no
UNWIND [one IN told WHERE one.status IN ['current', 'planned']] AS yes
WITH yes, no, word
WHERE abs(duration.inDays(yes.published, no.published).days) <= $days
MATCH (yes)-[:STATED_IN]->(here:Article)
MATCH (no)-[:STATED_IN]->(there:Article)
WHERE here.id <> there.id
MATCH (yes)-[:SUBJECT]->(actor:Entity)
MATCH (yes)-[:OBJECT]->(target:Entity)
RETURN actor.name AS subject,
  word AS predicate,
  target.name AS object,
  yes.status AS holds,
  yes.quote AS holds_quote,
  yes.published AS holds_published,
  here.publisher AS holds_publisher,
  yes.id AS holds_claim,
  no.status AS fails,
  no.quote AS fails_quote,
  no.published AS fails_published,
  there.publisher AS fails_publisher,
  no.id AS fails_claim
ORDER BY subject, predicate, object, holds_published, fails_published, holds_claim, fails_claim
LIMIT $limit
