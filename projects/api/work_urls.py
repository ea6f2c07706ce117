"""Routes of the work in a project: batches, tasks, people."""

from django.urls import URLPattern, URLResolver, path

from projects.api import batches, my_work, people, tasks

urlpatterns: list[URLPattern | URLResolver] = [
    path("my-work", my_work.MyWork.as_view()),
    path("projects/<uuid:project>/tasks", tasks.ProjectTasks.as_view()),
    path("projects/<uuid:project>/tasks/counts", tasks.TaskCounts.as_view()),
    path("projects/<uuid:project>/tasks/bulk", tasks.BulkTasks.as_view()),
    path("projects/<uuid:project>/tasks/bulk-matching", tasks.BulkMatching.as_view()),
    path("projects/<uuid:project>/batches", batches.ProjectBatches.as_view()),
    path("projects/<uuid:project>/batches/cut", batches.CutBatches.as_view()),
    path("projects/<uuid:project>/people", people.ProjectPeople.as_view()),
    path("projects/<uuid:project>/people/candidates", people.Candidates.as_view()),
    path("projects/<uuid:project>/people/<uuid:person>", people.OneParticipant.as_view()),
    path("batches/<uuid:batch>", batches.OneBatch.as_view()),
    path("tasks/<uuid:task>", tasks.OneTask.as_view()),
    path("tasks/<uuid:task>/moves", tasks.TaskMoves.as_view()),
    path("tasks/<uuid:task>/claim", tasks.ClaimTask.as_view()),
    path("tasks/<uuid:task>/release", tasks.ReleaseTask.as_view()),
    path("tasks/<uuid:task>/heartbeat", tasks.Heartbeat.as_view()),
    path("tasks/<uuid:task>/skip", tasks.SkipTask.as_view()),
]
