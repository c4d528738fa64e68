UNWIND $rows AS row
MATCH (subject:__FROM__ {id: row.subject})
MATCH (object:__TO__ {id: row.object})
MERGE (subject)-[relation:__PREDICATE__]->(object)
SET relation.status = row.status,
    relation.kind = row.kind,
    relation.confidence = row.confidence,
    relation.claims = row.claims,
    relation.articles = row.articles,
    relation.publishers = row.publishers,
    relation.first_seen = row.first_seen,
    relation.last_seen = row.last_seen,
    relation.evidence = row.evidence,
    relation.scope = row.scope,
    relation.scope_evidence = row.scope_evidence
