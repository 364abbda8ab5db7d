"""What the pages of the demo show: the steps with their addresses, everybody who may be tried, outgoing messages."""

from lotsenhaus.demo.queries.letters import linked, outgoing
from lotsenhaus.demo.queries.people import centers
from lotsenhaus.demo.queries.story import page_of, steps, story_inquiry

__all__ = ["centers", "linked", "outgoing", "page_of", "steps", "story_inquiry"]
