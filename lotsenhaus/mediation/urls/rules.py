from django.urls import URLPattern, path

from lotsenhaus.mediation.views import rules, weightings

urlpatterns: list[URLPattern] = [
    path("regeln/", rules.rules, name="rules"),
    path("regeln/vorlage/", rules.adopt, name="rules-template"),
    path("regeln/rahmen/", rules.policy, name="rule-policy"),
    path("regeln/anlaesse/neu/", rules.refusal, name="rule-refusal-new"),
    path("regeln/anlaesse/<int:pk>/", rules.refusal, name="rule-refusal"),
    path("regeln/anlaesse/<int:pk>/beenden/", rules.end_refusal, name="rule-refusal-end"),
    path("regeln/erklaerungen/neu/", rules.declaration, name="rule-declaration-new"),
    path("regeln/erklaerungen/<int:pk>/", rules.declaration, name="rule-declaration"),
    path("regeln/erklaerungen/<int:pk>/beenden/", rules.end_declaration, name="rule-declaration-end"),
    path("regeln/gewichtung/", weightings.weighting, name="weighting"),
    path("regeln/gewichtung/<int:version>/wieder/", weightings.weighting_again, name="weighting-again"),
]
