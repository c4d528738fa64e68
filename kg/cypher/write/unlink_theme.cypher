UNWIND $rows AS row
MATCH (:Theme {id: row.id})-[link:BROADER]->()
DELETE link
