"""What endures from version to version: an identity and a slug, fixed at birth."""

from django.db import models


class Framework(models.Model):
    """A published set of families, roles, role levels and skills, owned by a profession (or by everyone's)."""

    uuid = models.UUIDField(unique=True)
    slug = models.CharField(max_length=120, unique=True)
    profession = models.ForeignKey("organisation.Profession", null=True, on_delete=models.PROTECT, related_name="+")


class JobFamily(models.Model):
    """A group of roles."""

    uuid = models.UUIDField(unique=True)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "slug"], name="family_slug_once_per_framework")]


class Role(models.Model):
    """A named job, without a grade. Its slug is unique across the site."""

    uuid = models.UUIDField(unique=True)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=120, unique=True)


class RoleLevel(models.Model):
    """A rung of a role. Its slug is ``role/level``, or the role's own for a lone level without a name."""

    uuid = models.UUIDField(unique=True)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=242, unique=True)


class Skill(models.Model):
    """Something a person can be good at, across roles, frameworks and years. Its slug is unique across the site."""

    uuid = models.UUIDField(unique=True)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=120, unique=True)
