MATCH (mark:Projection)
DELETE mark
