// question: For a theme, do a company and its stated rivals buy, ally or make, and with whom?
// param: company: entity(Company) -- the company asked about
// param: theme: theme -- within this theme and what lies below it
// param: as_of: date? -- only what was published by this day
// param: include_past: bool = false -- also what has ended or was denied
// param: limit: int = 100 -- most rows
// column: player: string -- the company first, then its rivals
// column: rival: bool -- whether the player is a rival
// column: way: string -- buys, allies or makes
// column: counterpart: string -- from or with whom, or what it makes or owns
// column: predicate: string -- the relation that says so
// column: status: string -- what the claim quoted says of it
// column: confidence: float -- 0..1, that of the claim quoted
// column: quote: string -- the latest sentence that says so, rumours last
// column: published: date -- its day
// column: publisher: string -- who published it
// column: url: string -- where
// column: claim: string -- id of the claim quoted
// why: To buy is to be supplied, to license or to use what others make; to ally is to partner or to
// why: hold a stake; to make is to develop, to own or to have bought. Rivals are those stated
// why: by the day. A player without a row was not written about in this theme.
MATCH (company:Company {id: $company})
OPTIONAL MATCH (company)<-[:SUBJECT|OBJECT]-(stated:Claim)-[:SUBJECT|OBJECT]->(competitor:Company)
WHERE stated.predicate = 'COMPETES_WITH' AND NOT stated.status IN ['ended', 'denied']
  AND ($as_of IS NULL OR stated.published <= $as_of)
WITH company, collect(DISTINCT competitor) AS competitors
UNWIND [company] + competitors AS party
MATCH (party)<-[near:SUBJECT|OBJECT]-(claim:Claim)-[:SUBJECT|OBJECT]->(other:Entity)
WHERE ($as_of IS NULL OR claim.published <= $as_of)
  AND (
    other.id IN $theme
    OR EXISTS { MATCH (claim)-[:SCOPE]->(theme:Theme) WHERE theme.id IN $theme }
  )
WITH company, party, claim, other, CASE
  WHEN claim.predicate IN ['SUPPLIES', 'LICENSES_TO'] AND type(near) = 'OBJECT' THEN 'buys'
  WHEN claim.predicate = 'USES' AND type(near) = 'SUBJECT' THEN 'buys'
  WHEN claim.predicate IN ['PARTNERS_WITH', 'INVESTS_IN'] THEN 'allies'
  WHEN claim.predicate IN ['DEVELOPS', 'OWNS'] AND type(near) = 'SUBJECT' THEN 'makes'
  WHEN claim.predicate = 'ACQUIRES' AND type(near) = 'SUBJECT'
    AND claim.status IN ['current', 'ended'] THEN 'makes'
END AS move
WHERE move IS NOT NULL
MATCH (claim)-[:STATED_IN]->(article:Article)
WITH company, party, claim, other, move, article,
  CASE claim.status WHEN 'rumoured' THEN 0 ELSE 1 END AS outright,
  claim.published AS day, claim.confidence AS sure, claim.id AS id
ORDER BY outright, day, sure, id
WITH company, party, other, move, claim.predicate AS relation, last(collect({
  id: id, status: claim.status, confidence: sure, published: day, quote: claim.quote,
  publisher: article.publisher, url: article.url
})) AS best
WHERE $include_past OR NOT best.status IN ['ended', 'denied']
RETURN party.name AS player,
  party.id <> company.id AS rival,
  move AS way,
  other.name AS counterpart,
  relation AS predicate,
  best.status AS status,
  best.confidence AS confidence,
  best.quote AS quote,
  best.published AS published,
  best.publisher AS publisher,
  best.url AS url,
  best.id AS claim
ORDER BY rival, player, way, counterpart, predicate
LIMIT $limit
