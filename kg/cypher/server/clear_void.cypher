MATCH (mark:Projection)
SET mark.schema = 0
