// question: Who owns a company, and what does it own, over several levels?
// param: company: entity(Company) -- the company asked about
// param: depth: int = 4 -- most levels up and down, at most 4
// param: include_past: bool = false -- also what was owned before
// param: limit: int = 100 -- most rows
// column: level: int -- 1, 2, ... below the company; -1, -2, ... above it
// column: owner: string -- who owns
// column: owned: string -- what is owned
// column: way: string -- OWNS or ACQUIRES
// column: status: string -- current; ended with include_past
// column: confidence: float -- 0..1
// column: publishers: int -- independent publishers who stated it
// column: quote: string -- the latest sentence that says so
// column: published: date -- its day
// column: publisher: string -- who published it
// column: url: string -- where
// column: claim: string -- id of the claim quoted
// why: Ownership is stated as such or follows from a completed acquisition; what is planned or
// why: rumoured owns nothing yet. A level above the company is another owner, not a share.
CALL {
  MATCH path = (company:Company {id: $company})-[:OWNS|ACQUIRES*1..4]->(:Entity)
  WHERE all(step IN relationships(path) WHERE
    step.status = 'current' OR ($include_past AND step.status = 'ended'))
  RETURN last(relationships(path)) AS edge, length(path) AS steps, 1 AS direction
  UNION ALL
  MATCH path = (company:Company {id: $company})<-[:OWNS|ACQUIRES*1..4]-(:Entity)
  WHERE all(step IN relationships(path) WHERE
    step.status = 'current' OR ($include_past AND step.status = 'ended'))
  RETURN last(relationships(path)) AS edge, length(path) AS steps, -1 AS direction
}
WITH edge, direction, min(steps) AS nearest
WHERE nearest <= $depth
WITH edge, direction * nearest AS rung, startNode(edge) AS holder, endNode(edge) AS held,
  type(edge) AS word
ORDER BY abs(rung), rung, holder.id, held.id, word
LIMIT $limit
MATCH (holder)<-[:SUBJECT]-(said:Claim)-[:OBJECT]->(held)
WHERE said.predicate = word
MATCH (said)-[:STATED_IN]->(article:Article)
WITH edge, rung, holder, held, word, said, article,
  CASE WHEN said.status = edge.status THEN 1 ELSE 0 END AS agrees,
  said.published AS day, said.confidence AS sure, said.id AS id
ORDER BY agrees, day, sure, id
WITH edge, rung, holder, held, word, last(collect({
  id: id, quote: said.quote, published: day, publisher: article.publisher, url: article.url
})) AS best
RETURN rung AS level,
  holder.name AS owner,
  held.name AS owned,
  word AS way,
  edge.status AS status,
  edge.confidence AS confidence,
  edge.publishers AS publishers,
  best.quote AS quote,
  best.published AS published,
  best.publisher AS publisher,
  best.url AS url,
  best.id AS claim
ORDER BY level, owner, owned, way
