"""What PostgreSQL keeps by itself: one center per row and its references, and what is never changed."""

from django.db import migrations

from lotsenhaus.centers import walls


class Migration(migrations.Migration):
    dependencies = [
        ("finance", "0001_initial"),
    ]

    operations = [
        walls.referable("finance_budgetline"),
        walls.referable("finance_posting"),
        walls.same_center("finance_posting", "budget_line_id", "finance_budgetline"),
        walls.same_center("finance_posting", "reverses_id", "finance_posting"),
        walls.append_only("finance_posting"),
    ]
