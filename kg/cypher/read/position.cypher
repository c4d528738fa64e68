MATCH (mark:Projection {id: 'projection'})
RETURN mark.schema AS schema, mark.engine AS engine,
  mark.ontology AS ontology, mark.sequence AS sequence
