// question: Who owns a company, and what does it own, over several levels?
// param: company: entity(Company) -- the company asked about
// param: depth: int = 4 -- most levels up and down, at most 4
// param: limit: int = 100 -- most rows
// column: level: int -- 1, 2, ... below the company; -1, -2, ... above it
// column: owner: string -- who owns
// column: owned: string -- what is owned
// column: way: string -- OWNS or ACQUIRES
// column: status: string -- always current
// column: confidence: float -- 0..1, that it is
// column: publishers: int -- independent publishers who stated it
// column: quote: string -- the latest sentence that gives this status
// column: published: date -- its day
// column: publisher: string -- who published it
// column: url: string -- where
// column: claim: string -- id of the claim quoted
// why: Ownership is stated as such or follows from a completed acquisition; what is planned,
// why: rumoured or over owns nothing. A level above the company is another owner, not a share.
// why: First the nearest place of all that can be reached, never path by path, since in a dense
// why: graph there are millions; then what each of these owns, or who owns it, directly.
CALL {
  MATCH (:Company {id: $company})-[:OWNS|ACQUIRES*0..0 {status: 'current'}]->(near:Entity)
  RETURN DISTINCT near, 1 AS rung
  UNION
  MATCH (:Company {id: $company})-[:OWNS|ACQUIRES*0..1 {status: 'current'}]->(near:Entity)
  RETURN DISTINCT near, 2 AS rung
  UNION
  MATCH (:Company {id: $company})-[:OWNS|ACQUIRES*0..2 {status: 'current'}]->(near:Entity)
  RETURN DISTINCT near, 3 AS rung
  UNION
  MATCH (:Company {id: $company})-[:OWNS|ACQUIRES*0..3 {status: 'current'}]->(near:Entity)
  RETURN DISTINCT near, 4 AS rung
  UNION
  MATCH (:Company {id: $company})<-[:OWNS|ACQUIRES*0..0 {status: 'current'}]-(near:Entity)
  RETURN DISTINCT near, -1 AS rung
  UNION
  MATCH (:Company {id: $company})<-[:OWNS|ACQUIRES*0..1 {status: 'current'}]-(near:Entity)
  RETURN DISTINCT near, -2 AS rung
  UNION
  MATCH (:Company {id: $company})<-[:OWNS|ACQUIRES*0..2 {status: 'current'}]-(near:Entity)
  RETURN DISTINCT near, -3 AS rung
  UNION
  MATCH (:Company {id: $company})<-[:OWNS|ACQUIRES*0..3 {status: 'current'}]-(near:Entity)
  RETURN DISTINCT near, -4 AS rung
}
WITH near, rung > 0 AS below, min(abs(rung)) AS steps
WHERE steps <= $depth
MATCH (near)-[relation:OWNS|ACQUIRES]-(far:Entity)
WHERE relation.status = 'current' AND (startNode(relation).id = near.id) = below
WITH relation, startNode(relation) AS holder, endNode(relation) AS held,
  relation.evidence AS quoted, CASE WHEN below THEN steps ELSE -steps END AS rung
ORDER BY abs(rung), rung, holder.name, held.name, type(relation)
LIMIT $limit
MATCH (best:Claim {id: quoted})-[:STATED_IN]->(article:Article)
RETURN rung AS level,
  holder.name AS owner,
  held.name AS owned,
  type(relation) AS way,
  relation.status AS status,
  relation.confidence AS confidence,
  relation.publishers AS publishers,
  best.quote AS quote,
  best.published AS published,
  article.publisher AS publisher,
  article.url AS url,
  best.id AS claim
ORDER BY level, owner, owned, way
