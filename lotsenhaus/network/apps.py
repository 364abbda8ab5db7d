from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "lotsenhaus.network"
    label = "network"

    def ready(self) -> None:
        from lotsenhaus.centers import seams
        from lotsenhaus.network import choices, queries
        from lotsenhaus.network.actions import desks, organizations

        seams.audit_words.update(choices.AUDIT_WORDS)
        seams.desk_choices.append(queries.desk_choices)
        seams.desk_assigners.append(desks.assign)
        seams.joined.append(organizations.link_contact)
        seams.first_steps.append(
            seams.FirstStep(
                "desks",
                3,
                _("Vermittlungsstellen mit Sprechzeiten und Vertretung"),
                "network:desks",
                queries.desks_are_furnished,
                queries.desks_hint,
            )
        )
