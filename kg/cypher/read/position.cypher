MATCH (mark:Projection {id: 'projection'})
RETURN mark.schema AS schema, mark.engine AS engine, mark.sequence AS sequence
