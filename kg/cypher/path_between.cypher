// question: How are two of them connected?
// param: from: entity(Company|Organization|Product|Person) -- where the path begins
// param: to: entity(Company|Organization|Product|Person) -- where it ends
// column: step: int -- 1, 2, ... along the path
// column: source: string -- the step's arrow comes from here
// column: predicate: string -- the relation
// column: target: string -- and leads here
// column: status: string -- its status, ended and denied included
// column: confidence: float -- 0..1
// column: publishers: int -- independent publishers who stated it
// column: quote: string -- the latest sentence that gives this status
// column: published: date -- its day
// column: publisher: string -- who published it
// column: url: string -- where
// column: claim: string -- id of the claim quoted
// column: source_id: string -- id of the source
// column: target_id: string -- id of the target
// why: One of the shortest paths of at most six steps, against the arrows too. Places are left out,
// why: since to sell in one country connects nobody. A step that has ended stays, with its status.
MATCH (first:Company|Organization|Product|Person {id: $from})
MATCH (final:Company|Organization|Product|Person {id: $to})
WHERE first.id <> final.id
MATCH path = shortestPath((first)-[:
  ACQUIRES|COMPETES_WITH|DEVELOPS|HAS_ROLE_AT|INVESTS_IN|LICENSES_TO|MERGES_WITH|OWNS|
  PARTNERS_WITH|SUES|SUPPLIES|USES*1..6
]-(final))
UNWIND range(0, length(path) - 1) AS place
WITH place, relationships(path)[place] AS relation
WITH place, relation, startNode(relation) AS subject, endNode(relation) AS object
WITH place, subject, object, relation, relation.evidence AS quoted
MATCH (best:Claim {id: quoted})-[:STATED_IN]->(article:Article)
RETURN place + 1 AS step,
  subject.name AS source,
  type(relation) AS predicate,
  object.name AS target,
  relation.status AS status,
  relation.confidence AS confidence,
  relation.publishers AS publishers,
  best.quote AS quote,
  best.published AS published,
  article.publisher AS publisher,
  article.url AS url,
  best.id AS claim,
  subject.id AS source_id,
  object.id AS target_id
ORDER BY step
