### Letters that the portal writes by itself.

held-subject = Your letters are waiting: { $server } does not take them
held-body =
    Hello!

    { $what }

    What it means: { $meaning }

    What to do:
    { $steps }

    The settings: { $link }

    No letter is lost. They wait, and go out by themselves once the settings work again.
    This letter comes once.
