"""What every answer tells the browser: nothing foreign, nothing kept, nothing framed."""

# Everything comes from our own address; nothing stands inside a page (no 'unsafe-…').
CSP = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
# What no page of ours uses, so that no page can be made to use it.
SHUT = (
    "accelerometer autoplay camera display-capture encrypted-media fullscreen"
    " gamepad geolocation gyroscope hid idle-detection local-fonts magnetometer"
    " microphone midi payment picture-in-picture screen-wake-lock serial storage-access"
    " usb window-management xr-spatial-tracking"
)
PASSKEYS = "publickey-credentials-create publickey-credentials-get"
PERMISSIONS = ", ".join(
    [f"{feature}=()" for feature in SHUT.split()]
    + [f"{feature}=(self)" for feature in PASSKEYS.split()]
)


class Headers:
    """Puts them on every answer that the program makes; a view may be stricter."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["X-Permitted-Cross-Domain-Policies"] = "none"
        return response
