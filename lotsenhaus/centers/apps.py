from django.apps import AppConfig


class CentersConfig(AppConfig):
    name = "lotsenhaus.centers"
    label = "centers"

    def ready(self) -> None:
        from lotsenhaus.centers import choices, seams
        from lotsenhaus.centers.queries import furnished

        seams.audit_words.update(choices.AUDIT_WORDS)
        seams.task_words.update(choices.TASK_WORDS)
        seams.first_steps.append(furnished.CENTER_STEP)
