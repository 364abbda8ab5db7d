from django.apps import AppConfig


class MediationConfig(AppConfig):
    name = "lotsenhaus.mediation"
    label = "mediation"

    def ready(self) -> None:
        from lotsenhaus.centers.access import entry_hooks
        from lotsenhaus.mediation.views.parked import count_parked

        if count_parked not in entry_hooks:
            entry_hooks.append(count_parked)
