"""Tables of people."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from waymark.kernel.fields import SortKey


class Person(models.Model):
    """Someone who works here. Not everyone has an account."""

    uuid = models.UUIDField(unique=True)
    staff_number = models.CharField(max_length=40, unique=True)
    account = models.OneToOneField("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    email = models.EmailField(blank=True)
    sort_key = SortKey(max_length=220)
    """Family name first."""
    given_key = SortKey(max_length=220, default="")
    """Given name first: what a search by the given name reads."""

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="person_a_to_z"),
            models.Index(fields=["given_key", "id"], name="person_by_given_name"),
            # At their first sign-on by a department's provider somebody is found by address, whatever its case.
            models.Index(Upper("email"), name="person_by_address"),
        ]


class Membership(models.Model):
    """A person belongs to a profession over dates: one main, others beside it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    profession = models.ForeignKey("organisation.Profession", on_delete=models.PROTECT, related_name="+")
    main = models.BooleanField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(main=True, until_on__isnull=True), name="one_main_profession"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="membership_dates_in_order"
            ),
        ]


class Post(models.Model):
    """A seat in an organisation, whoever sits in it. ``role_level`` is what the organisation maps it to."""

    uuid = models.UUIDField(unique=True)
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    grade = models.ForeignKey("organisation.Grade", null=True, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("organisation.Region", null=True, on_delete=models.PROTECT, related_name="+")
    profession = models.ForeignKey("organisation.Profession", null=True, on_delete=models.PROTECT, related_name="+")
    fed_profession = models.ForeignKey("organisation.Profession", null=True, on_delete=models.PROTECT, related_name="+")
    """What the feed says it is of, where a decision about its role has said otherwise; else empty."""
    role_level = models.ForeignKey("frameworks.RoleLevel", null=True, on_delete=models.PROTECT, related_name="+")
    in_no_framework = models.BooleanField(default=False, db_default=False)
    """It was decided that no framework has a role level for it. Without that and without a role level: unknown."""
    look_again = models.BooleanField(default=False, db_default=False)
    """It is called otherwise than when it was decided: what was decided holds, and somebody should look again."""
    title_group = models.ForeignKey("people.TitleGroup", null=True, on_delete=models.SET_NULL, related_name="posts")
    """The posts whose titles say the same; empty until that is worked out, and once the title has changed."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(in_no_framework=False) | Q(role_level__isnull=True), name="post_in_one_framework_or_none"
            )
        ]
        # "Your organisation mapped 84 similar posts to it" counts the posts of one title.
        indexes = [models.Index(fields=["title", "role_level"], name="post_title_role_level")]


class Appointment(models.Model):
    """A person in a post over dates, at a share of full time (0 < ``fte`` <= 1)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    fte = models.DecimalField(max_digits=3, decimal_places=2, default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="appointment_dates_in_order"
            ),
            models.CheckConstraint(condition=Q(fte__gt=0, fte__lte=1), name="appointment_fte_in_range"),
        ]


class ReportingLine(models.Model):
    """Who manages a person, over dates."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reporting_lines")
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until_on__isnull=True), name="one_current_manager"),
            models.CheckConstraint(condition=~Q(person=F("manager")), name="nobody_manages_themselves"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="line_dates_in_order"
            ),
        ]


class RoleClaim(models.Model):
    """The role level a person says is theirs; it stands before what the organisation mapped their post to."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_claims")
    role_level = models.ForeignKey("frameworks.RoleLevel", null=True, on_delete=models.PROTECT, related_name="+")
    """Empty when they said "not sure": it stops the same guess from coming back."""
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_at__isnull=True), name="one_current_role_claim"
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")), name="claim_times_in_order"
            ),
        ]
