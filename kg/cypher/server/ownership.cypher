RETURN EXISTS { MATCH (node) } AS filled,
  EXISTS { MATCH (mark:Projection {id: 'projection'}) } AS ours
