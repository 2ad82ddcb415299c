"""The desk: pages of clinicians, coordinators, authors and admins."""
