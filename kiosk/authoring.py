"""The author's desk: joins the rooms whose judgement a pack needs before it is signed."""
