from kiosk.context import Context as Context
