PERSONAL_FIELDS = {
    "outbox.Message": {
        "recipient": "Zustellung; Text und Anschrift werden 14 Tage nach dem Senden gelöscht",
        "recipient_name": "wie oben",
        "sender_name": "wie oben",
        "reply_to": "wie oben",
        "subject": "wie oben",
        "body": "wie oben",
        "attachment": "wie oben",
    },
}
