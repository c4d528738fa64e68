UNWIND $rows AS row
MATCH (:Article {id: row.id})-[link:MENTIONS|ABOUT]->()
DELETE link
