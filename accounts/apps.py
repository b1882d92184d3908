from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Let our texts be said in the words of the house in scope."""
        from accounts import speaking
        from ui import texts

        texts.ask(speaking.current)
