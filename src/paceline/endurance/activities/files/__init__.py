"""What files give: where they are kept, what reading one yields, archives, and two recordings made one."""
