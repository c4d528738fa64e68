MATCH (mark:Projection {id: 'projection'})
RETURN mark.schema AS schema, mark.engine AS engine,
  mark.ontology AS ontology, mark.ledger AS ledger, mark.sequence AS sequence
