MATCH (subject)-[edge:__TYPE__]->(object)
RETURN subject.id AS subject, object.id AS object,
  edge.count AS count, edge.score AS score,
  edge.status AS status, edge.kind AS kind, edge.confidence AS confidence,
  edge.claims AS claims, edge.articles AS articles, edge.publishers AS publishers,
  edge.first_seen AS first_seen, edge.last_seen AS last_seen, edge.evidence AS evidence,
  edge.scope AS scope, edge.scope_evidence AS scope_evidence
