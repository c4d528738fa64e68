UNWIND $rows AS row
MATCH (:Claim {id: row.id})-[link:SUBJECT|OBJECT|SPEAKER|SCOPE|STATED_IN]->()
DELETE link
