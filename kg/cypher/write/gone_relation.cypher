UNWIND $rows AS row
MATCH (subject:__FROM__ {id: row.subject})
MATCH (object:__TO__ {id: row.object})
MATCH (subject)-[relation:__PREDICATE__]->(object)
DELETE relation
