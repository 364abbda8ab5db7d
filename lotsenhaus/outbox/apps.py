from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "lotsenhaus.outbox"
    label = "outbox"

    def ready(self) -> None:
        from lotsenhaus.centers import seams
        from lotsenhaus.outbox import actions, choices, queries

        seams.audit_words.update(choices.AUDIT_WORDS)
        seams.task_words.update(choices.TASK_WORDS)
        seams.messengers.append(actions.put)
        seams.findings.append(queries.findings)
        seams.first_steps.append(
            seams.FirstStep("test-message", 5, _("Testnachricht an mich"), "outbox:test", queries.test_has_arrived)
        )
