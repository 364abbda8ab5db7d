from django.apps import AppConfig


class MediationConfig(AppConfig):
    name = "lotsenhaus.mediation"
    label = "mediation"

    def ready(self) -> None:
        from lotsenhaus.centers.access import entry_hooks
        from lotsenhaus.mediation.views.parked import count_parked

        if count_parked not in entry_hooks:
            entry_hooks.append(count_parked)
        _plug_in()


def _plug_in() -> None:
    """Answers that lower floors ask for without knowing us (centers.seams, network)."""
    from lotsenhaus.centers import seams
    from lotsenhaus.mediation.actions import known_institutions, mediators
    from lotsenhaus.mediation.choices import audit_words
    from lotsenhaus.mediation.queries import first_steps
    from lotsenhaus.network import queries
    from lotsenhaus.network.actions import organizations

    seams.audit_words.update(audit_words.AUDIT_WORDS)
    seams.task_words.update(audit_words.TASK_WORDS)
    seams.first_steps.extend(first_steps.FIRST_STEPS)
    seams.invited.append(mediators.note_invited)
    seams.joined.append(mediators.link_account)
    organizations.decided.append(known_institutions.after_call_back)
    organizations.merged.append(known_institutions.move)
    queries.falling_due.append(first_steps.falling_due)
