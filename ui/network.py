"""Whether this laptop is on any network at all; nothing is sent to find out."""

from __future__ import annotations

LOOPBACK = ("lo", "loopback")


def has_network() -> bool:
    """True when an interface other than the loopback is up and has an address. Blocks a little; call it from a task."""
    import psutil

    states, addresses = psutil.net_if_stats(), psutil.net_if_addrs()
    return any(
        state.isup
        and not name.lower().startswith(LOOPBACK)
        and any(_is_reachable(item.address) for item in addresses.get(name, ()))
        for name, state in states.items()
    )


def _is_reachable(address: str) -> bool:
    """An IPv4 or IPv6 address that somebody gave us, not one the interface gave itself."""
    is_ip = address.count(".") == 3 or (":" in address and address.count(":") != 5)
    return is_ip and not address.startswith(("127.", "169.254.", "fe80", "::1"))
