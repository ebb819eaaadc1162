"""What the pages of Labeler are for, step by step, for a hand in any browser (see `hands`)."""

from tests.support.program import PASSWORD


class SignIn:
    def __init__(self, hand, address):
        self.hand, self.address = hand, address

    def go(self):
        """Sign in as the first person there is; what it takes is not counted."""
        hand = self.hand
        hand.open(self.address)
        hand.fill("User name", "admin")
        hand.fill("Password", PASSWORD)
        hand.click("button", "Sign in")
        hand.see("h1", "Projects")
        hand.acts.clear()
        hand.fields.clear()
        return Home(hand)


class Home:
    def __init__(self, hand):
        self.hand = hand

    def new_project(self):
        self.hand.click("link", "New project")
        self.hand.see("h1", "New project")
        self.hand.be_ready()  # files are taken by script
        return NewProject(self.hand)


class NewProject:
    def __init__(self, hand):
        self.hand = hand

    def fill(self, name, categories):
        self.hand.fill("Name", name)
        self.hand.fill("Categories, one a line", "\n".join(categories))

    def drop(self, folder):
        self.hand.drop(folder)

    def create(self, words):
        self.hand.click("button", words)
        return Grid(self.hand)


class Grid:
    def __init__(self, hand):
        self.hand = hand

    def start_labeling(self):
        """While the other pictures still come: beside this page."""
        self.hand.see_named("link", "Start labeling")
        hand = self.hand.click_into_new_window("link", "Start labeling")
        hand.see("figure img")
        hand.see_picture()
        return Labeling(hand)

    def see_end(self, words):
        self.hand.see("#first-upload", words)


class Labeling:
    def __init__(self, hand):
        self.hand = hand

    def answer(self, key):
        self.hand.press(key)
